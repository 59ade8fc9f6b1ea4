DROP TABLE exhibit_shelves;

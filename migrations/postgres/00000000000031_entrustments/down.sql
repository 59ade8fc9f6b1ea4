DROP TABLE entrustment_links;

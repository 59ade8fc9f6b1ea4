//! The tables against the law data, and the engine against itself: what they name exists, what they refuse can be read, and
//! "may I" agrees with "do it" wherever a case or an asset can get to.

mod data;

DROP TABLE used_key_prints;
DROP TABLE key_exchanges;
DROP TABLE uploads;

"""From large files of trade, the Census Bureau's and BACI, to a folder of Parquet that any engine reads."""

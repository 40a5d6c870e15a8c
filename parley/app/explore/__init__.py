"""The page Explore: any measure of trade by product, place and time, asked of the shipped tables or of one's own."""

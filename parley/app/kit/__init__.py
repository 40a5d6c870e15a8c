"""What every page is made of: blocks, controls, cache, tables, downloads, sentences for faults."""

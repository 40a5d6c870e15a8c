"""The answer under the thumb: what a page says wherever a slider may be moved to, sent before it is moved."""

"""What the what-if pages share: sliders, regimes to start from, partners, examples, links."""

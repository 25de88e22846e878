"""Press releases by e-mail: who wants which, and the letters that are written to them."""

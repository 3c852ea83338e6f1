"""House style of figures: palette, drawing into files, and figures that stand inside a page."""

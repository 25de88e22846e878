SMALL = {}

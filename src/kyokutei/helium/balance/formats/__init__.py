"""Files that come into the helium balance."""

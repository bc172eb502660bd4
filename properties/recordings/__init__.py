"""recordings: whole sets of recordings held against podlaw, with the shares that must agree."""

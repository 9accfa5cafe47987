package ranking

// tile returns the tile of the unit at place p. The first Of mod Tiles tiles have
// one unit more than the others, as with SQL's NTILE. Equal units are in the tile
// of the first of them, except under the ordinal rule.
func (t *Table) tile(p int, seg segment) int {
	if t.options.Tiles == 0 {
		return 0
	}
	i, n := t.firstPlace(p, seg)-1, seg.ranked-seg.from

	size, larger := n/t.options.Tiles, n%t.options.Tiles
	if i < larger*(size+1) { //mutate:equal i <= larger*(size+1): the first of the smaller tiles, either way
		return i/(size+1) + 1
	}
	return larger + (i-larger*(size+1))/size + 1
}

// class returns the name of the first class that takes unit u, whose first place
// is given.
func (t *Table) class(first int, u int32) string {
	for _, class := range t.options.Classes {
		switch {
		case class.Place > 0 && first > class.Place:
		case class.Value.Valid && !t.options.atLeastAsGood(t.score.Decimal(int(u)), class.Value.Decimal):
		default:
			return class.Name
		}
	}
	return ""
}

package apportion

import (
	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/internal/targetjson"
)

// MarshalJSON writes the apportionment as an object, without the fields that are zero.
func (a Apportionment) MarshalJSON() ([]byte, error) { return strictjson.Marshal(a) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (a *Apportionment) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, a, "apportionment")
}

// MarshalJSON writes the block as an object, without the fields that are zero.
func (b Block) MarshalJSON() ([]byte, error) { return strictjson.Marshal(b) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (b *Block) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, b, "block") }

// MarshalJSON writes the cell as an object, without the fields that are zero.
func (c Cell) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (c *Cell) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, c, "cell") }

// MarshalJSON writes the margin as an object, without the fields that are zero.
func (m Margin) MarshalJSON() ([]byte, error) { return strictjson.Marshal(m) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (m *Margin) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, m, "margin") }

// MarshalJSON writes the options as an object, without the fields that are zero.
func (o Options) MarshalJSON() ([]byte, error) { return strictjson.Marshal(o) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (o *Options) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, o, "options") }

// MarshalJSON writes the party as an object, without the fields that are zero.
func (p Party) MarshalJSON() ([]byte, error) { return strictjson.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (p *Party) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, p, "party") }

// MarshalJSON writes the options as an object, without the fields that are zero.
func (r RakeOptions) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (r *RakeOptions) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, r, "rakeOptions")
}

// MarshalJSON writes the raked as an object, without the fields that are zero.
func (r Raked) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (r *Raked) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, r, "raked") }

// MarshalJSON writes the options as an object, without the fields that are zero.
func (t TableOptions) MarshalJSON() ([]byte, error) { return strictjson.Marshal(t) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (t *TableOptions) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, t, "tableOptions")
}

// MarshalJSON writes the two way as an object, without the fields that are zero.
func (t TwoWay) MarshalJSON() ([]byte, error) { return strictjson.Marshal(t) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (t *TwoWay) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, t, "twoWay") }

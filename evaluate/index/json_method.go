package index

import "github.com/targetcascade/cascade/internal/methodjson"

// normalisations are the names of normalisations in JSON.
var normalisations = methodjson.Names[Normalisation]{
	{Name: "min-max", Zero: MinMax{}},
	{Name: "goalposts", Zero: Goalposts{}},
	{Name: "z-score", Zero: ZScore{}},
	{Name: "rank", Zero: Rank{}},
	{Name: "borda", Zero: Borda{}},
	{Name: "percentile rank", Zero: PercentileRank{}},
	{Name: "share of best", Zero: ShareOfBest{}},
	{Name: "own target", Zero: OwnTarget{}},
	{Name: "as is", Zero: AsIs{}},
}

// weightings are the names of weightings in JSON.
var weightings = methodjson.Names[Weighting]{
	{Name: "given weights", Zero: GivenWeights{}},
	{Name: "equal weights", Zero: EqualWeights{}},
	{Name: "entropy", Zero: Entropy{}},
	{Name: "critic", Zero: CRITIC{}},
	{Name: "standard deviation", Zero: StandardDeviation{}},
	{Name: "ahp", Zero: AHP{}},
}

// means are the names of means in JSON.
var means = methodjson.Names[Mean]{
	{Name: "arithmetic", Zero: Arithmetic{}},
	{Name: "geometric", Zero: Geometric{}},
	{Name: "harmonic", Zero: Harmonic{}},
	{Name: "power", Zero: Power{}},
	{Name: "minimum", Zero: Minimum{}},
}

// MarshalJSON writes {"method":"min-max"}, with the fields.
func (m MinMax) MarshalJSON() ([]byte, error) { return normalisations.Marshal(m) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (m *MinMax) UnmarshalJSON(data []byte) error { return normalisations.Unmarshal(data, m) }

// MarshalJSON writes {"method":"goalposts"}, with the fields.
func (g Goalposts) MarshalJSON() ([]byte, error) { return normalisations.Marshal(g) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (g *Goalposts) UnmarshalJSON(data []byte) error { return normalisations.Unmarshal(data, g) }

// MarshalJSON writes {"method":"z-score"}, with the fields.
func (z ZScore) MarshalJSON() ([]byte, error) { return normalisations.Marshal(z) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (z *ZScore) UnmarshalJSON(data []byte) error { return normalisations.Unmarshal(data, z) }

// MarshalJSON writes {"method":"rank"}, with the fields.
func (r Rank) MarshalJSON() ([]byte, error) { return normalisations.Marshal(r) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (r *Rank) UnmarshalJSON(data []byte) error { return normalisations.Unmarshal(data, r) }

// MarshalJSON writes {"method":"borda"}, with the fields.
func (b Borda) MarshalJSON() ([]byte, error) { return normalisations.Marshal(b) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (b *Borda) UnmarshalJSON(data []byte) error { return normalisations.Unmarshal(data, b) }

// MarshalJSON writes {"method":"percentile rank"}, with the fields.
func (p PercentileRank) MarshalJSON() ([]byte, error) { return normalisations.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (p *PercentileRank) UnmarshalJSON(data []byte) error { return normalisations.Unmarshal(data, p) }

// MarshalJSON writes {"method":"share of best"}, with the fields.
func (s ShareOfBest) MarshalJSON() ([]byte, error) { return normalisations.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (s *ShareOfBest) UnmarshalJSON(data []byte) error { return normalisations.Unmarshal(data, s) }

// MarshalJSON writes {"method":"own target"}, with the fields.
func (o OwnTarget) MarshalJSON() ([]byte, error) { return normalisations.Marshal(o) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (o *OwnTarget) UnmarshalJSON(data []byte) error { return normalisations.Unmarshal(data, o) }

// MarshalJSON writes {"method":"as is"}, with the fields.
func (a AsIs) MarshalJSON() ([]byte, error) { return normalisations.Marshal(a) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (a *AsIs) UnmarshalJSON(data []byte) error { return normalisations.Unmarshal(data, a) }

// MarshalJSON writes {"method":"given weights"}, with the fields.
func (g GivenWeights) MarshalJSON() ([]byte, error) { return weightings.Marshal(g) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (g *GivenWeights) UnmarshalJSON(data []byte) error { return weightings.Unmarshal(data, g) }

// MarshalJSON writes {"method":"equal weights"}, with the fields.
func (e EqualWeights) MarshalJSON() ([]byte, error) { return weightings.Marshal(e) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (e *EqualWeights) UnmarshalJSON(data []byte) error { return weightings.Unmarshal(data, e) }

// MarshalJSON writes {"method":"entropy"}, with the fields.
func (e Entropy) MarshalJSON() ([]byte, error) { return weightings.Marshal(e) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (e *Entropy) UnmarshalJSON(data []byte) error { return weightings.Unmarshal(data, e) }

// MarshalJSON writes {"method":"critic"}, with the fields.
func (c CRITIC) MarshalJSON() ([]byte, error) { return weightings.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (c *CRITIC) UnmarshalJSON(data []byte) error { return weightings.Unmarshal(data, c) }

// MarshalJSON writes {"method":"standard deviation"}, with the fields.
func (s StandardDeviation) MarshalJSON() ([]byte, error) { return weightings.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (s *StandardDeviation) UnmarshalJSON(data []byte) error { return weightings.Unmarshal(data, s) }

// MarshalJSON writes {"method":"ahp"}, with the fields.
func (a AHP) MarshalJSON() ([]byte, error) { return weightings.Marshal(a) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (a *AHP) UnmarshalJSON(data []byte) error { return weightings.Unmarshal(data, a) }

// MarshalJSON writes {"method":"arithmetic"}, with the fields.
func (a Arithmetic) MarshalJSON() ([]byte, error) { return means.Marshal(a) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (a *Arithmetic) UnmarshalJSON(data []byte) error { return means.Unmarshal(data, a) }

// MarshalJSON writes {"method":"geometric"}, with the fields.
func (g Geometric) MarshalJSON() ([]byte, error) { return means.Marshal(g) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (g *Geometric) UnmarshalJSON(data []byte) error { return means.Unmarshal(data, g) }

// MarshalJSON writes {"method":"harmonic"}, with the fields.
func (h Harmonic) MarshalJSON() ([]byte, error) { return means.Marshal(h) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (h *Harmonic) UnmarshalJSON(data []byte) error { return means.Unmarshal(data, h) }

// MarshalJSON writes {"method":"power"}, with the fields.
func (p Power) MarshalJSON() ([]byte, error) { return means.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (p *Power) UnmarshalJSON(data []byte) error { return means.Unmarshal(data, p) }

// MarshalJSON writes {"method":"minimum"}, with the fields.
func (m Minimum) MarshalJSON() ([]byte, error) { return means.Marshal(m) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (m *Minimum) UnmarshalJSON(data []byte) error { return means.Unmarshal(data, m) }

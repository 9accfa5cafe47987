package temporal

import (
	"github.com/targetcascade/cascade/internal/enum"
	"github.com/targetcascade/cascade/target"
)

// Disaggregation is a method that makes figures of short periods from figures
// of long ones and a related series.
type Disaggregation uint8

const (
	// DentonProportional keeps the ratio to the series as smooth as possible:
	//	min Σ (Δʰ (xₜ/sₜ))²
	DentonProportional Disaggregation = iota
	// DentonAdditive keeps the difference from the series as smooth as possible:
	//	min Σ (Δʰ (xₜ − sₜ))²
	DentonAdditive
	// ChowLin regresses on a constant and the series. Its errors are correlated
	// by Rho from one period to the next (Chow and Lin 1971).
	ChowLin
	// Fernandez regresses as ChowLin does. Its errors are a random walk
	// (Fernández 1981).
	Fernandez
	// Litterman regresses as ChowLin does. Its errors are a random walk whose
	// steps are correlated by Rho (Litterman 1983).
	Litterman
	// Even adds one amount to the series over each long period.
	Even
)

var disaggregationWords = enum.New[Disaggregation]("method", target.UnknownError, []string{
	DentonProportional: "denton proportional", DentonAdditive: "denton additive",
	ChowLin: "chow-lin", Fernandez: "fernandez", Litterman: "litterman", Even: "even",
})

// String returns the method's name in lower case.
func (d Disaggregation) String() string { return disaggregationWords.String(d) }

// MarshalText returns the method's name.
func (d Disaggregation) MarshalText() ([]byte, error) { return disaggregationWords.Marshal(d) }

// UnmarshalText reads a method's name as String prints it.
func (d *Disaggregation) UnmarshalText(text []byte) error {
	return disaggregationWords.Unmarshal(d, text)
}

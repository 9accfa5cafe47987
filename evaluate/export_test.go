package evaluate

import "github.com/targetcascade/cascade/target"

// AssessByFractions is AssessWith without machine words, for a target and an
// observation that are valid and fit.
func AssessByFractions(t target.Target, o target.Observation, options AssessOptions) Assessment {
	return newGauge(t, options).assess(o)
}

// ToDateByFractions is ToDate without machine words, for a target, an observation and a
// path that are valid and fit, up to the flags.
func ToDateByFractions(t target.Target, o target.Observation, path []target.Point, options AssessOptions) Standing {
	w := way{target: t, path: path}
	if options.Published {
		w.target = rounded(t)
	}
	return w.byFractions(newGauge(t, options), o)
}

// ScoreByFractions is Score without machine words.
func ScoreByFractions(e *Evaluator, c Case) (Scorecard, error) { return e.scoreByFractions(c) }

// ScoresOnWords reports whether Score does without fractions.
func ScoresOnWords(e *Evaluator, c Case) bool {
	if e.onWords == nil {
		return false
	}
	_, ok := e.onWords.score(e, &c)
	return ok
}

// JudgesOnWords reports whether ToDate does without fractions.
func JudgesOnWords(t target.Target, o target.Observation, path []target.Point) bool {
	_, ok := way{target: t, path: path}.byWords(&t, &o, AssessOptions{})
	return ok
}

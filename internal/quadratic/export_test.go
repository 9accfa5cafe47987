package quadratic

// SolveExactly is Solve without the guess in floating point.
func SolveExactly(p *Problem) (*Solution, error) {
	s := &solver{problem: p, rows: p.rows(), form: p.form()}
	if open := s.undetermined(); open != nil {
		return nil, &UndeterminedError{open}
	}
	s.strengthen()
	return s.exactly()
}

// SolveWide is Solve with a thousand bits. It returns nothing where that fails.
func SolveWide(p *Problem) (*Solution, error) {
	s := &solver{problem: p, rows: p.rows(), form: p.form()}
	s.strengthen()
	return guess[wide](s)
}

package page

func helper() int { return 1 }

func hides() int {
	helper := 2 // want `helper hides the package's helper`
	return helper
}

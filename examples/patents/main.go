// Patents follows one target of China's 12th five-year plan from the centre to the
// provinces and to two cities: 3.3 invention patents in force per 10,000 people by
// 2015. It compares the published results with the quotas, and ranks the provinces in
// public.
//
//	go run ./examples/patents
//	go run ./examples/patents -all
//	go run ./examples/patents -format json
package main

import "github.com/targetcascade/cascade/examples/internal/page"

func main() { page.Main("patents", compute) }

// compute is the chain on the embedded data.
func compute() (*chain, error) {
	d, err := load()
	if err != nil {
		return nil, err
	}
	return run(d)
}

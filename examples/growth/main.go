// Growth measures how targets for the growth of China's GDP are raised on the way down
// (层层加码). It has what the nation, its provinces and its prefectures announced for each
// year from 2003 to 2026. It prints by how many points each level asks for more than
// the one above it.
//
//	go run ./examples/growth
//	go run ./examples/growth -all
//	go run ./examples/growth -format json
package main

import "github.com/targetcascade/cascade/examples/internal/page"

func main() { page.Main("growth", compute) }

// compute is the result on the embedded data.
func compute() (*result, error) {
	d, err := load()
	if err != nil {
		return nil, err
	}
	return run(d)
}

// Crosswalk carries the quotas of a target through the end of a prefecture. Anhui's
// target is 3.4 invention patents in force per 10,000 people by 2015. It was set early
// in 2011, when Chaohu was one of its seventeen prefectures. On 14 July Chaohu was
// abolished, and its five counties went to three others.
//
//	go run ./examples/crosswalk
//	go run ./examples/crosswalk -all
//	go run ./examples/crosswalk -format json
package main

import "github.com/targetcascade/cascade/examples/internal/page"

func main() { page.Main("crosswalk", compute) }

// compute is the result on the embedded data.
func compute() (*carried, error) {
	d, err := load()
	if err != nil {
		return nil, err
	}
	return run(d)
}

package pure

import (
	"math/rand/v2"
	"os" // want `import of os`
	"time"
)

func impure(done chan int) {
	_ = os.Args
	_ = time.Now() // want `no clock`
	_ = time.Date(2015, 1, 1, 0, 0, 0, 0, time.UTC)
	_ = rand.IntN(3) // want `randomness comes from a seed`
	_ = rand.New(rand.NewPCG(1, 2)).IntN(3)
	go close(done) // want `starts no goroutines`
}

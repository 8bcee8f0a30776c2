package signkeyhttp

import "bytes"

// pieces collect bytes of a number that is not known, in at most twice their memory.
type pieces struct {
	full [][]byte
	last []byte
	size int
}

const (
	firstSize = 512
	pieceSize = 64 << 10
)

// room is memory for what comes next, never empty. The last piece grows until it is full.
func (p *pieces) room() []byte {
	if len(p.last) == cap(p.last) {
		if len(p.last) < pieceSize {
			grown := make([]byte, len(p.last), min(max(2*len(p.last), firstSize), pieceSize))
			copy(grown, p.last)
			p.last = grown
		} else {
			p.full = append(p.full, p.last)
			p.last = make([]byte, 0, pieceSize)
		}
	}
	return p.last[len(p.last):cap(p.last)]
}

// took says how many bytes of the room were filled.
func (p *pieces) took(n int) {
	p.last = p.last[:len(p.last)+n]
	p.size += n
}

func (p *pieces) write(data []byte) {
	for len(data) > 0 {
		n := copy(p.room(), data)
		p.took(n)
		data = data[n:]
	}
}

// bytes are all of them in one piece.
func (p *pieces) bytes() []byte {
	if len(p.full) == 0 {
		return p.last
	}
	return bytes.Join(append(p.full, p.last), nil)
}

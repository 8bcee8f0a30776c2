package signkey_test

import (
	"net/http"
	"testing"
	"time"

	signkey "github.com/signkey/signkey/bindings-go"
)

// bodySignature is the signature of a body under the key at signedAt.
func bodySignature(body string) string {
	return signature(keyText, []byte(body), signedAt)
}

func TestAResponseIsSignedWithTheKeyThatVerifiedItsRequest(t *testing.T) {
	endpoint := newEndpoint(t, signkey.ModeCloud, newKeyring(t, other, key), signkey.WithMaxResponseSize(6))
	admission := endpoint.AdmitWhole("POST", signed("body"), []byte("body"), now)
	for _, body := range []string{"answer", ""} {
		got, err := admission.Sign([]byte(body), signkey.WithUnixTimestamp(signedAt))
		if err != nil || got != bodySignature(body) {
			t.Error(got, err)
		}
	}
	_, err := admission.Sign([]byte("answers"))
	wantError(t, err, signkey.ErrResponseUnsignable)
	_, err = admission.Sign(nil, signkey.WithUnixTimestamp(1e19))
	wantError(t, err, signkey.ErrInvalidTimestamp)
	_, err = admission.Sign(nil, signkey.WithKeyIndex(0))
	wantError(t, err, signkey.ErrInvalidArgument)
	_, err = admission.Sign(nil, signkey.WithTimestamp(time.Unix(-1, 0)))
	wantError(t, err, signkey.ErrInvalidArgument)

	for _, unverified := range []signkey.Admission{
		endpoint.Admit("POST", nil), endpoint.Admit("POST", signed("body")),
		newEndpoint(t, signkey.ModeDev, nil).Admit("POST", nil),
	} {
		_, err := unverified.Sign(nil)
		wantError(t, err, signkey.ErrInvalidArgument)
	}
}

func TestTheEndpointSaysWhatBecomesOfAResponse(t *testing.T) {
	stream := http.Header{"content-type": {"text/event-stream; charset=utf-8"}}
	hold := signkey.ResponseStep{Kind: signkey.ResponseHold, AtMost: 16 << 20}
	empty := signkey.ResponseStep{Kind: signkey.ResponseHold, AtMost: 16 << 20, IsEmpty: true}
	forward := signkey.ResponseStep{Kind: signkey.ResponseForward}
	signing := newEndpoint(t, signkey.ModeCloud, newKeyring(t, key), signkey.WithSignedResponses(), signkey.WithUnsignedMethods("GET"))
	silent := newEndpoint(t, signkey.ModeCloud, newKeyring(t, key))
	for name, test := range map[string]struct {
		endpoint *signkey.Endpoint
		method   string
		header   http.Header
		status   int
		answer   http.Header
		want     signkey.ResponseStep
	}{
		"held":                   {signing, "POST", signed(""), 200, nil, hold},
		"of an error":            {signing, "POST", signed(""), 500, http.Header{"Content-Type": {"text/html"}}, hold},
		"without content":        {signing, "POST", signed(""), 204, stream, empty},
		"unmodified":             {signing, "POST", signed(""), 304, nil, empty},
		"to HEAD":                {signing, "HEAD", signed(""), 200, stream, empty},
		"an event stream":        {signing, "POST", signed(""), 200, stream, signkey.ResponseStep{Kind: signkey.ResponseRefuse}},
		"switching protocols":    {signing, "GET", signed(""), 101, nil, forward},
		"to anyone":              {signing, "GET", nil, 200, stream, forward},
		"without signatures":     {silent, "POST", signed(""), 200, stream, forward},
		"without, in two values": {silent, "POST", signed(""), 200, nil, forward},
	} {
		t.Run(name, func(t *testing.T) {
			admission := test.endpoint.AdmitWhole(test.method, test.header, nil, now)
			got, err := admission.Response(test.status, test.answer)
			if got != test.want || err != nil {
				t.Error(got, err)
			}
			if mayHold := test.want.Kind != signkey.ResponseForward; mayHold && !admission.SignsResponse() {
				t.Error("it is not said to be signed")
			}
		})
	}
	admission := signing.AdmitWhole("POST", signed(""), nil, now)
	for _, status := range []int{-1, 1 << 16} {
		_, err := admission.Response(status, nil)
		wantError(t, err, signkey.ErrInvalidArgument)
	}
	if other := silent.AdmitWhole("POST", signed(""), nil, now); other.SignsResponse() {
		t.Error("an endpoint without signatures signs")
	}
}

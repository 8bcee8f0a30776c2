package signkey

// App is what an SDK says of itself and of its app. None of it is secret; texts are in UTF-8.
type App struct {
	// ID is the id of the app.
	ID string
	// SDK is the SDK and its version: "name:v1.2.3", the value of X-Inngest-Sdk.
	SDK string
	// Language is the language of the SDK, such as "go".
	Language string
	// Framework is what serves the app, such as "net/http".
	Framework string
	// Functions is the number of functions.
	Functions uint64
	// TrustProbe says that the SDK answers trust probes.
	TrustProbe bool
	// Connect says that the SDK can connect to the platform by itself.
	Connect bool
}

module kiln/goclient

go 1.19

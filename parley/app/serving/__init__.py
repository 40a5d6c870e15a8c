"""What stands between the network and the app: who may connect, headers, compression, readiness and logs."""

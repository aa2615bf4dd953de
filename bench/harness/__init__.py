"""The harness of bench/run: starts the balancers and the load, takes the figures, writes the report."""

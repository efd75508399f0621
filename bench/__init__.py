"""What the promises about speed are measured with. Nothing here is a test: timings on shared machines are noisy."""

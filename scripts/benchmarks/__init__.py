"""The benchmarks of the portal: medians and ratios, measured side by side in one run. Nothing here is a test."""

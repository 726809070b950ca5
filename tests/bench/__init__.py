"""What is timed: `python -m tests.bench [calendar|concurrency|import|all]`; no part of the test suite."""

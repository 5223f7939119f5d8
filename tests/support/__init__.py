"""What the tests of several rooms share: drivers, servers, clocks, desks and page objects."""

"""What residents say of how they were served (好差评), and the call back after a bad rating. It ranks nobody."""

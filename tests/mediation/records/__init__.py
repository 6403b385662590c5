"""Sessions, investigations, evidence, agents and signatures."""

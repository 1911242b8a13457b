"""What only annual plans and their indicators know: editions, definitions, targets."""

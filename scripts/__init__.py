"""What one does to the repository itself; nothing here is part of the product."""

"""What the search shall know of pages."""

from commission.pages.writing import public_texts

__all__ = ["public_texts"]

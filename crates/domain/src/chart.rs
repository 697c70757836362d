//! Figures as drawings.

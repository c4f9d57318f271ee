"""Words that are proper nouns wherever a title has them with a capital: people that methods are named for, languages.

Words that are also ordinary ones ("Polish", "Lie", "Young", "China", "March") are not here: in a title in Title Case,
nobody can tell which is meant.
"""

from __future__ import annotations

_PEOPLE = (
    "Achilles Adleman Ampere Archimedes Aristotle Aristotelian Banach Bayes Bayesian Bellman Bernoulli Bernstein "
    "Bessel Bethe Bianchi Birkhoff Bloch Boltzmann Boole Boolean Borel Bose Bragg Bregman Brownian Cantor Cartesian "
    "Cauchy Cayley Cerenkov Chebyshev Chernoff Chomsky Cholesky Clebsch Clifford Coulomb Cramer Darcy Darwin "
    "Darwinian Dedekind Delaunay Descartes Dijkstra Diophantine Dirac Dirichlet Doppler Dyson Einstein Erdos Erlang "
    "Euclid Euclidean Euler Eulerian Faraday Fermat Fermi Feynman Fibonacci Fokker Fourier Frechet Fredholm Freudian "
    "Frobenius Galerkin Galilean Galois Galton Gauss Gaussian Gegenbauer Gibbs Gini Goldbach Goodhart Gordan Granger "
    "Grassmann Grassmannian Hadamard Hamilton Hamiltonian Hamming Hausdorff Hawkes Hawking Hebbian Hegel Heisenberg "
    "Hermite Hermitian Hessian Hilbert Hochschild Hoeffding Hopfield Huffman Huygens Ising Jacobi Jacobian Jaccard "
    "Jensen Josephson Kahler Kalman Kant Kantian Karhunen Kepler Keynesian Kleene Kolmogorov Krylov Kullback Lagrange "
    "Lagrangian Laguerre Landau Langevin Laplace Laplacian Lebesgue Legendre Leibler Leibniz Levenshtein Lindblad "
    "Lipschitz Lorentz Lorentzian Lorenz Lyapunov Mahalanobis Majorana Malthusian Mandelbrot Markov Markovian Marxist "
    "Mellin Mendelian Mersenne Minkowski Monte Carlo Moore Nash Navier Nesterov Neumann Newton Newtonian Noether "
    "Nyquist Ornstein Padé Pareto Parseval Pascal Pearson Peano Penrose Petri Picard Planck Poincare Poincaré Poisson "
    "Pontryagin Prandtl Pythagorean Rademacher Ramanujan Rayleigh Reynolds Riccati Ricci Riemann Riemannian Rydberg "
    "Schrödinger Schrodinger Schur Schwarz Shannon Shapley Sherrington Sierpinski Simpson Sobolev Spearman "
    "Stackelberg Stiefel Stieltjes Stirling Stokes Taylor Tchebycheff Thompson Tikhonov Toeplitz Turing Uhlenbeck "
    "Vandermonde Vapnik Venn Viterbi Volterra Voronoi Walsh Wasserstein Weibull Weierstrass Weyl Wiener Wigner "
    "Wilcoxon Wishart Zeeman Zeno Zernike Zipf Zipfian Alzheimer Parkinson Hodgkin Huntington Crohn Hippocratic "
    "Shakespeare Shakespearean Wittgenstein Platonic Socratic Nietzsche Hume"
)
_LANGUAGES_AND_PLACES = (
    "Africa African Afrikaans Albanian America American Amharic Antarctic Antarctica Arab Arabic Arctic Argentina "
    "Armenian Asia Asian Atlantic Australia Australian Austria Austrian Bangladesh Basque Beijing Belgian Belgium "
    "Bengali Berlin Boston Brazil Brazilian Britain British Bulgarian Cambridge Canada Canadian Cantonese Catalan "
    "Chicago Chilean Chinese Colombia Croatian Czech Danish Denmark Dutch Egypt Egyptian England English Esperanto "
    "Estonian Ethiopian Europe European Finland Finnish Flemish France French Galician Georgian German Germanic "
    "Germany Ghana Greece Greek Gujarati Hausa Hawaiian Hebrew Himalayan Hindi Hungarian Hungary Iberian Icelandic "
    "Igbo India Indian Indonesia Indonesian Iran Iranian Iraq Ireland Irish Israel Israeli Istanbul Italian Italy "
    "Japan Japanese Javanese Kannada Kazakh Kenya Kenyan Korea Korean Kurdish Latin Latvian Lithuanian London "
    "Macedonian Malay Malayalam Malaysia Maltese Mandarin Maori Marathi Mediterranean Mexican Mexico Mongolian Moscow "
    "Nepali Netherlands Nigeria Nigerian Nordic Norway Norwegian Oxford Pacific Pakistan Paris Pashto Persian Peru "
    "Philippines Portugal Portuguese Punjabi Quechua Romania Romanian Russia Russian Sanskrit Scandinavian Scotland "
    "Scottish Serbian Shanghai Singapore Sinhala Slavic Slovak Slovene Slovenian Somali Spain Spanish Swahili Sweden "
    "Swedish Swiss Switzerland Tagalog Taiwan Tamil Telugu Thai Thailand Tibetan Tokyo Turkic Turkish Ukraine "
    "Ukrainian Urdu Uyghur Uzbek Vietnam Vietnamese Wales Welsh Xhosa Yiddish Yoruba Zulu"
)
_PRODUCTS_AND_THE_REST = (
    "Android Bitcoin Buddhist Christian Christianity Confucian Coq Ethereum Facebook Fortran Freebase Google Haskell "
    "Hindu Instagram Islam Islamic Jewish Kubernetes Linux Microsoft Minecraft Muslim Nvidia Reddit Tetris Twitter "
    "Wikidata Wikipedia Wiktionary Atari Hubble Jupiter Mars Saturn Martian Kaggle Gutenberg Ebola Zika Drosophila "
    "Escherichia Arabidopsis Caenorhabditis Streptococcus Staphylococcus Plasmodium Saccharomyces Medline Unix Prolog "
    "Erlang Matlab Mathematica Debian Ubuntu Wordle Uniprot"
)
_KNOWN = frozenset(f"{_PEOPLE} {_LANGUAGES_AND_PLACES} {_PRODUCTS_AND_THE_REST}".split())


def is_proper_noun(word: str) -> bool:
    """Whether a word with a capital is a name wherever it stands."""
    return word in _KNOWN

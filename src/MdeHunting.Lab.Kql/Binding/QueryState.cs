namespace MdeHunting.Lab.Kql.Binding;

/// <summary>The state of a query while it runs, which all its parts share: the steps that it has taken, and where chance comes from.</summary>
internal sealed class QueryState
{
    // Operators run inside each other; a function can be called in the arguments of itself, and so multiply them.
    private const int MostSteps = 2000;

    private int _steps;

    /// <summary>Where chance comes from: the same numbers for the same query.</summary>
    public Random Random { get; } = new(20240601);

    /// <summary>Counts an operator or a call that is bound.</summary>
    /// <exception cref="KqlException">There are too many.</exception>
    public void CountStep()
    {
        if (++_steps > MostSteps)
        {
            throw SemanticError.TooComplex();
        }
    }
}

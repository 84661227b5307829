using System.Runtime.CompilerServices;

namespace MdeHunting.Lab.Kql.Binding;

/// <summary>
/// A value that rows must be read for: computed when it is first asked for, and then kept. Computing one can ask for another, and so on, so each makes
/// sure that there is stack left. (<see cref="Lazy{T}"/> would catch and throw again at every level of that, which takes stack itself.)
/// </summary>
internal sealed class StackSafeLazy<T>(Func<T> compute)
{
    private bool _isKnown;
    private T? _value;

    /// <summary>The value.</summary>
    /// <exception cref="KqlException">There is too little stack left to compute it.</exception>
    public T Value
    {
        get
        {
            if (_isKnown)
            {
                return _value!;
            }

            if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            {
                throw SemanticError.TooComplex();
            }

            _value = compute();
            _isKnown = true;
            return _value;
        }
    }
}

namespace MdeHunting.Contract;

/// <summary>Makes what a JSON object becomes in PowerShell.</summary>
internal interface IObjectFactory
{
    /// <summary>
    /// An object of these names and values, in this order; a value is null, a string, bool, long, double, decimal, an object of this factory, or an array of
    /// such.
    /// </summary>
    /// <remarks>The lists are lent for the call.</remarks>
    object CreateObject(IReadOnlyList<string> names, IReadOnlyList<object?> values);
}

using System.Collections;
using MdeHunting.Parameters;

namespace MdeHunting.Commands;

/// <summary>The values that <c>-Parameter</c> names.</summary>
internal static class ParameterValues
{
    /// <summary>Reads them. To be called by the pipeline thread, on which a failure would be taken for a fault of the module.</summary>
    /// <param name="given">What was specified.</param>
    /// <returns>The values, or why they cannot be those of a query.</returns>
    public static (QueryParameters? Values, HuntingException? Refusal) Read(IDictionary given)
    {
        try
        {
            return (QueryParameters.Read(given, TimeZoneInfo.Local), null);
        }
        catch (HuntingException e)
        {
            return (null, e);
        }
    }
}

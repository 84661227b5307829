using System.Collections;
using System.Management.Automation;
using MdeHunting.Rows;

namespace MdeHunting.Views;

/// <summary>The <c>ToString</c> of what cannot change: a list of an output, or a safe copy. The text is made when it is asked for.</summary>
/// <param name="make">Makes the text.</param>
internal sealed class MadeToString(Func<string> make) : ToStringMember
{
    private const string Separator = "; ";

    /// <summary>Gives a list a text; to everything else it is the list.</summary>
    /// <param name="list">The list.</param>
    /// <param name="make">Makes the text.</param>
    /// <returns>The object around the list that has the text.</returns>
    public static PSObject Give(object list, Func<string> make)
    {
        var made = list as PSObject ?? new PSObject(list);
        InstanceMember.Give(made, new MadeToString(make));
        return made;
    }

    /// <summary>The text of a list: what is in it, in its order.</summary>
    /// <param name="items">The list.</param>
    public static string Join(IList items) =>
        string.Join(Separator, items.Cast<object?>().Select(item => item is PSObject { BaseObject: PSCustomObject } ? item.ToString() : ExactText.Of(item)));

    /// <summary>The text of a list of rows: how many they are.</summary>
    /// <param name="rows">The rows.</param>
    public static string Count(ICollection rows) => FormattableString.Invariant($"{rows.Count:N0} {(rows.Count == 1 ? "row" : "rows")}");

    /// <inheritdoc/>
    public override object Invoke(params object?[] arguments) => make();

    /// <inheritdoc/>
    public override PSMemberInfo Copy() => new MadeToString(make);
}

using MdeHunting.Tables;
using MdeHunting.Text;

namespace MdeHunting.Views;

/// <summary>
/// The names by which a row's columns have their roles: those that they have, but for a column that a query called as it likes and that tells which table a row
/// is from (<c>union withsource=T</c>). It is known by what it holds, which it keeps behind <c>summarize</c> and in rows from elsewhere.
/// </summary>
internal static class SourceNames
{
    private const string Source = "$table";

    /// <summary>The names of the roles.</summary>
    /// <param name="names">The names of the row's columns.</param>
    /// <param name="values">Its values.</param>
    public static string[] Of(string[] names, object?[] values)
    {
        var found = -1;
        for (var i = 0; i < names.Length; i++)
        {
            if (ColumnRoles.RoleOf(names[i]) is { } role)
            {
                if (role == ColumnRole.Table)
                {
                    return names;
                }
            }
            else if (
                found < 0
                && BareValue.Of(values[i]) is string { Length: > 0 } text
                && char.IsUpper(text[0])
                && TableCatalog.Bundled.Find(text) is not null
            )
            {
                found = i;
            }
        }

        if (found < 0)
        {
            return names;
        }

        var roles = (string[])names.Clone();
        roles[found] = Source;
        return roles;
    }
}

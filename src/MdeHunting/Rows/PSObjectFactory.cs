using System.Linq.Expressions;
using System.Management.Automation;
using MdeHunting.Isolation;

namespace MdeHunting.Rows;

/// <summary>Makes PSCustomObjects without members.</summary>
internal static class PSObjectFactory
{
    private static readonly Func<int, PSObject> New = Maker();

    /// <summary>
    /// An object with room for so many members. PowerShell 7 has a constructor for that
    /// (https://learn.microsoft.com/dotnet/api/system.management.automation.psobject.-ctor), which the reference that both editions are compiled against lacks;
    /// it also keeps the members in the object and out of a table of the whole process.
    /// </summary>
    public static PSObject Create(int members) => New(members);

    private static Func<int, PSObject> Maker()
    {
        if (Edition.IsDesktop)
        {
            return _ => new PSObject();
        }

        var members = Expression.Parameter(typeof(int));
        return Expression.Lambda<Func<int, PSObject>>(Expression.New(typeof(PSObject).GetConstructor([typeof(int)])!, members), members).Compile();
    }
}

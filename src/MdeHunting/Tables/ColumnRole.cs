namespace MdeHunting.Tables;

/// <summary>What a column tells a hunter: when, where, who, what.</summary>
internal enum ColumnRole
{
    /// <summary>Which table the row is from, where a query reads several.</summary>
    Table,

    /// <summary>Which connection the row came by.</summary>
    Connection,

    /// <summary>Which query it came by.</summary>
    Query,

    /// <summary>When it happened.</summary>
    Time,

    /// <summary>On which device.</summary>
    Device,

    /// <summary>By whom.</summary>
    Account,

    /// <summary>What it is called.</summary>
    Title,

    /// <summary>What was done.</summary>
    Action,

    /// <summary>To whom it was sent.</summary>
    Recipient,

    /// <summary>How grave it is, or of which kind.</summary>
    Kind,

    /// <summary>How someone signed in.</summary>
    Logon,

    /// <summary>To what it was done.</summary>
    Subject,

    /// <summary>To what part of that, or to what else.</summary>
    Target,

    /// <summary>What that is now, or ought to be.</summary>
    Value,

    /// <summary>With which other end.</summary>
    Remote,

    /// <summary>At which of its ports.</summary>
    Port,

    /// <summary>With which address of the web.</summary>
    Url,

    /// <summary>By which program.</summary>
    Program,

    /// <summary>How, or where in the system.</summary>
    Detail,
}

/// <summary>A column that plays a role.</summary>
/// <param name="Role">The role.</param>
/// <param name="Place">The column's place.</param>
internal sealed record RoleColumn(ColumnRole Role, int Place);

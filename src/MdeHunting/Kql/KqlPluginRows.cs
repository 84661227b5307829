namespace MdeHunting.Kql;

/// <summary>What becomes of the columns behind a plug-in, https://learn.microsoft.com/kusto/query/evaluate-operator and the pages of the plug-ins.</summary>
internal enum KqlPluginRows
{
    /// <summary>It is not known.</summary>
    Unknown,

    /// <summary>They are those that it makes.</summary>
    Made,

    /// <summary>Those that it makes come ahead of some that were there, with values of another type.</summary>
    Added,

    /// <summary>They stay.</summary>
    Kept,

    /// <summary>In place of the one that is its first argument, there are some that come with its values.</summary>
    Unpacked,

    /// <summary>Those stay that it names, or all but those that it uses, and some come with values.</summary>
    Pivoted,

    /// <summary>Those of the table that is its first argument are added.</summary>
    LookedUp,
}

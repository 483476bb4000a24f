namespace PassthroughTools.Vim.Data;

/// <summary>The capacity for a DirectPath profile (API 9.0).</summary>
public class DirectPathProfileManagerCapacityResult : DynamicData
{
}

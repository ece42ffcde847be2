import { dictionary } from "../texts/dictionary.ts";

export const shared = dictionary(
  {
    needs: (role: string) => `This takes a token of the role ${role}`,
    youAre: (role: string) => `You are here as ${role}.`,
    refused: "The server does not take who you are.",
    makeToken: "Whoever runs the server makes one with",
    noneFound: "Nothing of this name was found.",
    found: (count: number) => `${count} found. Arrow keys choose.`,
    byId: "The row with this id",
    nothing: "nothing",
    edit: "Edit",
    history: "History",
    actions: "What you can do with this row",
  },
  {
    needs: (role: string) => `此处需要角色为“${role}”的令牌`,
    youAre: (role: string) => `你当前的角色是${role}。`,
    refused: "服务器不接受你的身份。",
    makeToken: "服务器管理员可用以下命令生成：",
    noneFound: "没有找到这个名称。",
    found: (count: number) => `找到 ${count} 个，用方向键选择。`,
    byId: "具有此标识的记录",
    nothing: "无",
    edit: "编辑",
    history: "历史",
    actions: "可对此记录进行的操作",
  },
);

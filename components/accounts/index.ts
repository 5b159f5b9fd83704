/** Accounts of a shared server: signing in, one's own account, and the people. */
export { AccountView } from "./account-view";
export { JoinForm, SignInForm } from "./door";
export { PeopleView } from "./people-view";
